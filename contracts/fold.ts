/** Vietnamese text without marks and in small letters: “Nội dung GD” becomes “noi dung gd”. For comparing, never for showing. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
}
