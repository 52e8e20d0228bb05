const width = 28;

/** A bar on the terminal, drawn at most ten times a second; nothing where there is no terminal. */
export function progressBar(what: string): { tell(done: number, of: number): void; end(): void } {
  const { stderr } = process;
  let last = 0;
  let drawn = false;
  return {
    tell(done, of) {
      if (!stderr.isTTY || (done < of && Date.now() - last < 100)) return;
      last = Date.now();
      drawn = true;
      const full = of === 0 ? width : Math.round((width * done) / of);
      const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
      stderr.write(`\r${bar} ${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${what}`);
    },
    end() {
      if (drawn) stderr.write('\n');
    },
  };
}
