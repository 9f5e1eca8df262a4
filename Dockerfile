FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs its install script: native code comes prebuilt.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  # Of the fonts, one weight is used; the others are 90 MB.
  && find node_modules/@embedpdf node_modules/@expo-google-fonts \( -name '*.otf' -o -name '*.ttf' \) ! -name '*Regular*' -delete

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json manifest.yml ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
# Whether the process lives, not whether Slack and MongoDB do: no restart mends those. /readyz tells.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli.js"]
