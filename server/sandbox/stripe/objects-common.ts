export type Metadata = Record<string, string>;

/** Fields that begin with `_` are the stand-in's own and are never shown. `_account` is the connected account owning it. */
export type Common = { _account?: string; [other: string]: unknown };
