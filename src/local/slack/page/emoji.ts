/** Glyph, then the shortcodes that mean it. */
const table = `
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|😂 joy|🙂 slightly_smiling_face|🙃 upside_down_face
😉 wink|😊 blush|😍 heart_eyes|😎 sunglasses|🤔 thinking_face thinking|😐 neutral_face|😑 expressionless|😬 grimacing|🙄 face_with_rolling_eyes
😴 sleeping|😮 open_mouth|😱 scream|😭 sob|😢 cry|😞 disappointed|😤 triumph|😡 rage|🤯 exploding_head|🥳 partying_face|😇 innocent
🤖 robot_face robot|👻 ghost|💀 skull|💩 hankey poop|🙈 see_no_evil|👍 +1 thumbsup|👎 -1 thumbsdown|👌 ok_hand|👏 clap|🙌 raised_hands
🙏 pray|🤝 handshake|💪 muscle|👋 wave|✋ hand raised_hand|🤚 raised_back_of_hand|☝️ point_up|👆 point_up_2|👇 point_down|👉 point_right|👈 point_left
✌️ v|🤞 crossed_fingers|👀 eyes|🧠 brain|🫡 saluting_face|🤷 shrug|🤦 face_palm facepalm|🙋 raising_hand
👤 bust_in_silhouette|👥 busts_in_silhouette|🕵️ sleuth_or_spy detective|👷 construction_worker|🧑‍🚒 firefighter|🧑‍💻 technologist|🧑‍✈️ pilot|🗣️ speaking_head_in_silhouette
❤️ heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart|🖤 black_heart|🤍 white_heart|💔 broken_heart|💯 100
🔥 fire|💥 boom collision|✨ sparkles|⭐ star|🌟 star2|💫 dizzy|⚡ zap|🌈 rainbow|☀️ sunny|🌙 crescent_moon|☁️ cloud|❄️ snowflake|🌊 ocean|🌍 earth_africa|🌐 globe_with_meridians
🎉 tada|🎊 confetti_ball|🎈 balloon|🎁 gift|🏆 trophy|🥇 first_place_medal|🏅 medal sports_medal|🎯 dart bullseye|🎓 mortar_board|🎮 video_game|🎵 musical_note
🚨 rotating_light|🚒 fire_engine|🚑 ambulance|🚓 police_car|🚀 rocket|✈️ airplane|⚓ anchor|🚧 construction|🚦 vertical_traffic_light|🛑 octagonal_sign stop_sign|⛔ no_entry|🚫 no_entry_sign
🔴 red_circle|🟠 large_orange_circle orange_circle|🟡 large_yellow_circle yellow_circle|🟢 large_green_circle green_circle|🔵 large_blue_circle blue_circle|🟣 large_purple_circle purple_circle|⚪ white_circle|⚫ black_circle
🟥 large_red_square red_square|🟧 large_orange_square orange_square|🟨 large_yellow_square yellow_square|🟩 large_green_square green_square|🟦 large_blue_square blue_square|⬜ white_large_square|⬛ black_large_square
🔶 large_orange_diamond|🔷 large_blue_diamond|🔸 small_orange_diamond|🔹 small_blue_diamond|🔺 small_red_triangle|🔻 small_red_triangle_down
✅ white_check_mark|☑️ ballot_box_with_check|✔️ heavy_check_mark|❌ x|❎ negative_squared_cross_mark|✖️ heavy_multiplication_x|❗ exclamation heavy_exclamation_mark|❓ question|❕ grey_exclamation|❔ grey_question|‼️ bangbang|⚠️ warning|ℹ️ information_source
➕ heavy_plus_sign|➖ heavy_minus_sign|➡️ arrow_right|⬅️ arrow_left|⬆️ arrow_up|⬇️ arrow_down|↗️ arrow_upper_right|↘️ arrow_lower_right|↩️ leftwards_arrow_with_hook|↪️ arrow_right_hook|🔁 repeat|🔂 repeat_one|🔄 arrows_counterclockwise|🔃 arrows_clockwise|⏩ fast_forward|⏪ rewind|⏫ arrow_double_up|⏬ arrow_double_down
▶️ arrow_forward|⏸️ double_vertical_bar pause_button|⏹️ black_square_for_stop stop_button|⏺️ black_circle_for_record|⏭️ black_right_pointing_double_triangle_with_vertical_bar|⏮️ black_left_pointing_double_triangle_with_vertical_bar|⏯️ black_right_pointing_triangle_with_double_vertical_bar
⏰ alarm_clock|⏱️ stopwatch|⏲️ timer_clock|⏳ hourglass_flowing_sand|⌛ hourglass|⌚ watch|🕐 clock1|🕑 clock2|🕒 clock3|🕓 clock4|🕔 clock5|🕕 clock6|🕖 clock7|🕗 clock8|🕘 clock9|🕙 clock10|🕚 clock11|🕛 clock12|📅 date|📆 calendar|🗓️ spiral_calendar_pad
📌 pushpin|📍 round_pushpin|📎 paperclip|🔗 link|✂️ scissors|📝 memo pencil|✏️ pencil2|🖊️ lower_left_ballpoint_pen|📄 page_facing_up|📃 page_with_curl|📑 bookmark_tabs|📋 clipboard|📁 file_folder|📂 open_file_folder|🗂️ card_index_dividers|🗃️ card_file_box|🗄️ file_cabinet|🗑️ wastebasket|🔖 bookmark|🏷️ label|📚 books|📖 book open_book|📒 ledger|📓 notebook|📜 scroll|📰 newspaper|🧾 receipt
📊 bar_chart|📈 chart_with_upwards_trend chart|📉 chart_with_downwards_trend|🧮 abacus|🔍 mag|🔎 mag_right|🔬 microscope|🔭 telescope|💡 bulb|🔦 flashlight|🕯️ candle|🧪 test_tube|🧬 dna
🔒 lock|🔓 unlock|🔐 closed_lock_with_key|🔑 key|🗝️ old_key|🛡️ shield|🔧 wrench|🔨 hammer|🛠️ hammer_and_wrench|⚙️ gear|🪛 screwdriver|🧰 toolbox|🧯 fire_extinguisher|🩹 adhesive_bandage|💊 pill|🩺 stethoscope|🏥 hospital|⚖️ scales balance_scale|🧹 broom|🧵 thread|🪝 hook
📣 mega|📢 loudspeaker|🔔 bell|🔕 no_bell|🔊 loud_sound|🔇 mute|📞 telephone_receiver|☎️ phone telephone|📱 iphone|📟 pager|📠 fax|📧 e-mail email envelope_with_arrow|✉️ envelope|📨 incoming_envelope|📬 mailbox_with_mail|📥 inbox_tray|📤 outbox_tray|📦 package|💬 speech_balloon|💭 thought_balloon|🗨️ left_speech_bubble|🗯️ right_anger_bubble
💻 computer|🖥️ desktop_computer|⌨️ keyboard|🖱️ three_button_mouse|🖨️ printer|💾 floppy_disk|💿 cd|📷 camera|📹 video_camera|🎥 movie_camera|🎬 clapper|📺 tv|📡 satellite_antenna satellite|🛰️ artificial_satellite|🔋 battery|🔌 electric_plug|🐛 bug|🐞 beetle|🐢 turtle|🐇 rabbit2|🦉 owl|🐘 elephant|🦄 unicorn_face unicorn|🐳 whale
💰 moneybag|💳 credit_card|💵 dollar|🛒 shopping_trolley shopping_cart|🏦 bank|🏢 office|🏠 house|🏭 factory|🏁 checkered_flag|🚩 triangular_flag_on_post|🎌 crossed_flags|🏳️ waving_white_flag|🗺️ world_map|🧭 compass
☕ coffee|🍕 pizza|🍺 beer|🎂 birthday|🍿 popcorn|🍎 apple|🌱 seedling|🌲 evergreen_tree|🍀 four_leaf_clover
0️⃣ zero|1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five|6️⃣ six|7️⃣ seven|8️⃣ eight|9️⃣ nine|🔟 keycap_ten|🆕 new|🆗 ok|🆘 sos|🆙 up|🔚 end|🔜 soon|🔝 top|©️ copyright|®️ registered|™️ tm|#️⃣ hash|*️⃣ keycap_star
🙅 no_good|🙆 ok_woman|🧑‍🤝‍🧑 people_holding_hands|🫶 heart_hands|🩷 pink_heart|🤗 hugging_face|🤓 nerd_face|😷 mask|🤒 face_with_thermometer|🥶 cold_face|🥵 hot_face|🫠 melting_face|🤐 zipper_mouth_face|🤫 shushing_face|🧘 person_in_lotus_position|🏃 runner running|🚶 walking|🛌 sleeping_accommodation|🎲 game_die|🧩 jigsaw|🪄 magic_wand|🔮 crystal_ball|🪦 headstone|🛎️ bellhop_bell|🗒️ spiral_note_pad|📇 card_index|🔏 lock_with_ink_pen|🖇️ linked_paperclips|📏 straight_ruler
`

const glyphs = new Map<string, string>()
for (const entry of table.split(/[|\n]/)) {
  const [glyph, ...names] = entry.trim().split(' ')
  for (const name of names) if (glyph) glyphs.set(name, glyph)
}

/** The glyph of a shortcode such as `tada`, or null when the name is not known. */
export function emojiGlyph(name: string): string | null {
  return glyphs.get(name) ?? null
}

/** Shortcodes that contain the text, those that start with it first. */
export function findEmoji(text: string, limit: number): { readonly name: string; readonly glyph: string }[] {
  const starting: { name: string; glyph: string }[] = []
  const containing: { name: string; glyph: string }[] = []
  for (const [name, glyph] of glyphs) {
    if (name.startsWith(text)) starting.push({ name, glyph })
    else if (name.includes(text)) containing.push({ name, glyph })
  }
  return [...starting, ...containing].slice(0, limit)
}
