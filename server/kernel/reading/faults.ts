/** The engine's message as one sentence that names row and column, in both languages where we know what it means. Pure. */
export function clearFault(message: string): string {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (line && counts) {
    const [, expected, found] = counts;
    return both(
      `Dòng ${line} có ${found} cột, nhưng dòng tiêu đề có ${expected}; hãy sửa dòng này hoặc đặt dấu ngoặc kép quanh giá trị có dấu phân cách.`,
      `Row ${line} has ${found} fields, but the heading has ${expected}; mend the row, or quote values that hold the delimiter.`,
    );
  }
  if (line && /quote/i.test(message)) {
    return both(
      `Dòng ${line}: dấu ngoặc kép mở mà không đóng, hoặc có ký tự sau dấu đóng.`,
      `Row ${line}: a quoted value is not closed, or something follows its closing quote.`,
    );
  }
  if (line && /Maximum line size/i.test(message)) {
    return both(`Dòng ${line} dài hơn 10 MB.`, `Row ${line} is longer than 10 MB.`);
  }
  const json = /Malformed JSON.*?at byte (\d+)(?:.*?record\/value (\d+))?/s.exec(message);
  if (json) {
    const first = message.split('\n')[0] ?? message;
    return both(`JSON không hợp lệ${json[2] ? ` ở bản ghi ${json[2]}` : ''}: ${first}`, first);
  }
  const first = message.split('\n')[0] ?? 'unreadable';
  return line ? both(`Dòng ${line}: ${first}`, `Row ${line}: ${first}`) : first;
}

function both(vi: string, en: string): string {
  return `${vi} / ${en}`;
}
