/** The hosted page's whole style: no file, font or picture from elsewhere; contrast at least 4.5:1 in both schemes. */
export const style = `
:root { color-scheme: light dark; --ground: #f4f5f7; --paper: #fff; --ink: #1b2330; --soft: #4d5868; --line: #77839a;
  --act: #2a4fa8; --on-act: #fff; --warn: #fff3d1; --on-warn: #4d3600; --bad: #a31621; --bad-ground: #fdecec; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161d; --paper: #1b212b; --ink: #e8ecf2; --soft: #b3bdcc; --line: #7e8aa0;
  --act: #a9c1ff; --on-act: #0f1a33; --warn: #423508; --on-warn: #ffe9a8; --bad: #ffb3b3; --bad-ground: #3b1a1d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; align-items: center; padding: .5rem 1rem;
  background: var(--warn); color: var(--on-warn); }
header p { margin: 0; font-weight: 600; }
header a { color: inherit; padding: .25rem 0; }
main { max-width: 28rem; margin: 1.5rem auto; padding: 1.5rem 1.25rem; background: var(--paper); border-radius: .75rem; }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 1rem; }
.money { white-space: nowrap; font-variant-numeric: tabular-nums; }
.due { margin: 0 0 1rem; color: var(--soft); }
.due strong { display: block; color: var(--ink); font-size: 1.75rem; line-height: 1.25; }
.items { list-style: none; margin: 0 0 1.25rem; padding: 0; }
.items li { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; padding: .5rem 0; overflow-wrap: anywhere; }
.items small { color: var(--soft); white-space: nowrap; }
.reason { margin: 0 0 1rem; padding: .75rem 1rem; border-radius: .5rem; background: var(--bad-ground); color: var(--bad); }
fieldset { border: 0; margin: 0; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
label { display: block; margin-bottom: .875rem; color: var(--soft); font-size: .9375rem; }
input { display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; padding: .5rem .75rem; font: inherit; font-size: 1rem;
  color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
input::placeholder { color: var(--soft); opacity: .8; }
input[aria-invalid] { border: 2px solid var(--bad); }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)); gap: 0 .75rem; }
button { display: block; width: 100%; min-height: 3rem; margin-top: .5rem; padding: .5rem 1rem; font: inherit; font-weight: 600;
  color: var(--on-act); background: var(--act); border: 1px solid var(--act); border-radius: .5rem; cursor: pointer; }
button.quiet { color: var(--act); background: transparent; }
a { color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
header a:focus-visible { outline-color: currentColor; }
.cancel { text-align: center; margin: 1rem 0 0; }
.cancel a { display: inline-block; padding: .5rem; }
details { margin-top: 1rem; color: var(--soft); font-size: .9375rem; }
summary { cursor: pointer; padding: .25rem 0; }
details ul { padding-left: 1.25rem; margin: .5rem 0; }
code { font-size: .9375rem; white-space: nowrap; color: var(--ink); }
`;
