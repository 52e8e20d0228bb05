import type { ReactNode } from 'react';

/** The plain Markdown of licence texts (headings, paragraphs) as elements; nothing in it can become HTML. */
export function Markdown({ text }: { text: string }) {
  const blocks = text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter(Boolean);
  return <div className="prose">{blocks.map((block, index) => blockOf(block, index))}</div>;
}

function blockOf(block: string, index: number): ReactNode {
  if (block.startsWith('## ')) return <h2 key={index}>{block.slice(3)}</h2>;
  if (block.startsWith('# ')) return <h1 key={index}>{block.slice(2)}</h1>;
  return <p key={index}>{block}</p>;
}
