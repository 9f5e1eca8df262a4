/** The review's looks: calm, wide enough for its tables, and the same on paper. */
export const style = `
:root{color-scheme:light;--paper:#fff;--ink:#1d2433;--soft:#4a5363;--line:#d9dee6;--edge:#8b96a6;--pale:#f5f7fa;--link:#1f5fa8;--warn:#fdf3d7;--pressed:#e4eefa}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#14181f;--ink:#e6eaf0;--soft:#b4bdca;--line:#3a4250;--edge:#98a2b3;--pale:#1d232d;--link:#8cbcf0;--warn:#3b3016;--pressed:#22384f}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible,[tabindex]:focus-visible{outline:3px solid #7fb0e6;outline-offset:2px}
.skip{position:absolute;left:-999em}
.skip:focus{left:1em;top:1em;background:var(--paper);padding:.5em 1em;z-index:1}
.page{max-width:76rem;margin:0 auto;padding:2rem 1.5rem 4rem}
header{border-bottom:1px solid var(--line);padding-bottom:1.25rem;margin-bottom:1.5rem}
.kind{margin:0;color:var(--soft);font-size:.9rem;letter-spacing:.02em}
h1{margin:.15em 0 .4em;font-size:1.9rem;line-height:1.25;overflow-wrap:anywhere}
h2{margin:0 0 .7em;font-size:1.3rem}
.notice{margin:0 0 1em;padding:.7em 1em;background:var(--warn);border-left:4px solid #b98312}
.meta{margin:0;color:var(--soft);font-size:.9rem}
.times{margin-top:.8em}
button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:.35em .8em;cursor:pointer}
button[aria-pressed=true]{background:var(--pressed);border-color:#4f86c0}
.columns{display:grid;grid-template-columns:14rem minmax(0,1fr);gap:2.5rem}
nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto;font-size:.9rem}
nav summary{font-size:.8rem;font-weight:700;color:var(--soft);text-transform:uppercase;letter-spacing:.06em;margin-bottom:.4em}
nav ol{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.2em .6em;text-decoration:none;color:var(--ink);border-left:2px solid var(--line)}
nav a:hover{border-left-color:var(--link);background:var(--pale)}
section{margin-bottom:2.6rem;scroll-margin-top:1rem}
p,li,td,dd{white-space:pre-line}p,li,dd{overflow-wrap:anywhere}td{overflow-wrap:break-word;max-width:34rem}
h1,p,li,td,dd{unicode-bidi:plaintext;text-align:start}.head,.head b{unicode-bidi:isolate}
ul{padding-left:1.2em}
li{margin:.25em 0}
.table{overflow-x:auto;margin:0 0 1.1em}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:start;vertical-align:top;padding:.45em .7em;border-bottom:1px solid var(--line)}
thead th{background:var(--pale);font-weight:600;white-space:nowrap}
.pairs{columns:2 20rem;column-gap:2.5rem;margin:0;font-size:.92rem}
.pairs div{display:grid;grid-template-columns:10.2rem minmax(0,1fr);gap:.7em;padding:.4em 0;border-bottom:1px solid var(--line);break-inside:avoid}
dt{font-weight:600}dd{margin:0}
td{min-width:5rem}.many th,.many td{padding-inline:.5em}.many thead th{white-space:normal}time{white-space:nowrap}td time,.when{font-variant-numeric:tabular-nums}
.prompt{margin:0 0 1em;padding:.7em 1em;background:var(--pale);border-left:4px solid var(--edge);color:var(--soft)}
.written{margin:0 0 1em}
.by{color:var(--soft);font-size:.88rem;margin:.2em 0 0}
figure{margin:0}
figure svg{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
.scroll{overflow-x:auto}
.scroll svg{min-width:640px}
figcaption{margin:.5em 0;color:var(--soft);font-size:.9rem}
details{margin:.4em 0}
summary{cursor:pointer;color:var(--link)}
.filters{display:flex;flex-wrap:wrap;gap:.8rem 1.2rem;align-items:end;padding:.9rem 1rem;margin-bottom:1rem;background:var(--pale);border-radius:8px;font-size:.9rem}
.filters label{display:grid;gap:.2em}
.filters .check{display:flex;gap:.45em;align-items:center;padding-bottom:.35em}
.filters input[type=search],.filters select{font:inherit;padding:.35em .5em;border:1px solid var(--edge);border-radius:6px;background:var(--paper);color:var(--ink);min-width:11rem;max-width:100%}
.filters output{flex-basis:100%;color:var(--soft)}
.transcript{list-style:none;margin:0;padding:0}
.transcript li{margin:0;padding:.55em 0 .55em .9em;border-bottom:1px solid var(--line)}
.transcript .reply{margin-left:2rem;border-left:3px solid var(--line)}
.transcript .system{color:var(--soft);font-style:italic}
.head{margin:0;font-size:.88rem;color:var(--soft)}
.head b{color:var(--ink);font-size:.98rem}
.said{margin:.1em 0 0}
.marks{margin:.2em 0 0;font-size:.85rem;color:var(--soft)}
.transcript img,td img{display:block;max-width:min(100%,40rem);max-height:28rem;margin:.5em 0;border:1px solid var(--line);border-radius:6px}
[hidden]{display:none!important}
@media(max-width:56rem){.many table{min-width:42rem}.columns{grid-template-columns:minmax(0,1fr);gap:1rem}nav{position:static;max-height:none}nav ol{columns:2}.page{padding:1rem 1rem 3rem}h1{font-size:1.5rem}.transcript .reply{margin-left:.8rem}}
@media print{@page{margin:16mm 14mm;@bottom-right{content:counter(page);font:8pt sans-serif}}body{font-size:10.5pt}.page{max-width:none;padding:0}.columns{display:block}nav,.times,.filters,.skip{display:none!important}.table,.scroll{overflow:visible}.scroll svg{min-width:0}h2{break-after:avoid}tr,figure,.transcript li{break-inside:avoid}thead{display:table-header-group}table{font-size:9pt}td,th{padding:.35em .5em;min-width:3.6em;max-width:70mm}td:last-child{max-width:none}thead th{white-space:normal}a{color:inherit}}
`
