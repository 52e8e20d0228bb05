import { invalidParameter, StripeError } from './errors.js';

/** Reads one form-encoded value; `name` is the parameter as Stripe writes it, `line_items[0][quantity]`. */
export type Rule<T> = { read(value: unknown, name: string): T; required?: true };
export type Shape = Record<string, Rule<unknown>>;
export type Params<S extends Shape> = {
  [K in keyof S]: S[K] extends { required: true; read(value: unknown, name: string): infer T }
    ? T
    : ReturnType<S[K]['read']> | undefined;
};

/** Checks names and values against `shape`; unknown, missing and malformed parameters throw Stripe's 400s. */
export function readParams<S extends Shape>(input: unknown, shape: S, within = ''): Params<S> {
  const given = asRecord(input, within);
  const named = (key: string) => (within ? `${within}[${key}]` : key);
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(shape, key)) {
      throw invalidParameter('parameter_unknown', named(key), `Received unknown parameter: ${named(key)}`);
    }
  }
  const params: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(shape)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (value !== undefined) params[key] = rule.read(value, named(key));
    else if (rule.required) {
      throw invalidParameter('parameter_missing', named(key), `Missing required param: ${named(key)}.`);
    }
  }
  return params as Params<S>;
}

function asRecord(input: unknown, name: string): Record<string, unknown> {
  if (input === undefined) return {};
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new StripeError(400, { type: 'invalid_request_error', param: name, message: 'Invalid object' }, false);
}

function string(value: unknown, name: string): string {
  if (typeof value !== 'string') {
    throw new StripeError(400, { type: 'invalid_request_error', param: name, message: 'Invalid string' }, false);
  }
  if (value === '') {
    const message = `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset.`;
    throw invalidParameter('parameter_invalid_empty', name, message);
  }
  return value;
}

export function required<T>(rule: Rule<T>): Rule<T> & { required: true } {
  return { ...rule, required: true };
}

export function text(max = 5000): Rule<string> {
  return {
    read(value, name) {
      const given = string(value, name);
      if (given.length <= max) return given;
      const message = `Invalid string: must be at most ${max} characters`;
      throw invalidParameter('parameter_invalid_string_maximum_length', name, message);
    },
  };
}

/** An integer, as Stripe wants amounts: no sign of a decimal point, within the limits. */
export function integer(min: number, max = 999_999_999_999): Rule<number> {
  return {
    read(value, name) {
      const given = string(value, name);
      if (!/^-?\d+$/.test(given)) {
        throw invalidParameter('parameter_invalid_integer', name, `Invalid integer: ${given}`);
      }
      const number = Number(given);
      if (number >= min && number <= max) return number;
      const bound = number < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
      throw invalidParameter('parameter_invalid_integer', name, `Invalid integer: this value must be ${bound}.`);
    },
  };
}

export function oneOf<T extends string>(...values: T[]): Rule<T> {
  return {
    read(value, name) {
      const found = values.find((known) => known === string(value, name));
      if (found) return found;
      const message = `Invalid ${name}: must be one of ${values.join(', ')}`;
      throw new StripeError(400, { type: 'invalid_request_error', param: name, message }, false);
    },
  };
}

export const url: Rule<string> = {
  read(value, name) {
    const given = string(value, name);
    if (/^https?:\/\//.test(given) && URL.canParse(given)) return given;
    throw invalidParameter('url_invalid', name, 'Not a valid URL');
  },
};

export function object<S extends Shape>(shape: S): Rule<Params<S>> {
  return { read: (value, name) => readParams(value, shape, name) };
}

/** `name[0]`, `name[1]`… or `name[]`. */
export function list<T>(rule: Rule<T>): Rule<T[]> {
  return {
    read(value, name) {
      const entries = Array.isArray(value) ? value : Object.values(asRecord(value, name));
      return entries.map((entry, index) => rule.read(entry, `${name}[${index}]`));
    },
  };
}

export const flag: Rule<boolean> = {
  read(value, name) {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw new StripeError(400, { type: 'invalid_request_error', param: name, message: 'Invalid boolean' }, false);
  },
};

/** A text that may be emptied. */
export function optionalText(max = 5000): Rule<string | null> {
  return { read: (value, name) => (value === '' || value === null ? null : text(max).read(value, name)) };
}

export type MetadataChange = Record<string, string | null> | null;

/** For updates: an empty value removes its key, an empty text all of them. */
export const metadataChange: Rule<MetadataChange> = {
  read(value, name) {
    if (value === '' || value === null) return null;
    const given = asRecord(value, name);
    const isEmpty = (key: string) => given[key] === '' || given[key] === null;
    const kept = metadata.read(Object.fromEntries(Object.entries(given).filter(([key]) => !isEmpty(key))), name);
    return {
      ...kept,
      ...Object.fromEntries(
        Object.keys(given)
          .filter(isEmpty)
          .map((key) => [key, null]),
      ),
    };
  },
};

export function changedMetadata(old: Record<string, string>, change: MetadataChange | undefined) {
  if (change === undefined) return old;
  const merged = Object.entries({ ...(change && old), ...change });
  return Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Stripe's limits: 50 keys of 40 characters, values of 500. */
export const metadata: Rule<Record<string, string>> = {
  read(value, name) {
    if (value === '') return {};
    const entries = Object.entries(asRecord(value, name));
    if (entries.length > 50) throw invalidParameter('parameter_invalid', name, 'Metadata can have up to 50 keys');
    const pairs = entries.map(([key, entry]): [string, string] => {
      if (key.length > 40) {
        throw invalidParameter('parameter_invalid', name, 'Metadata keys can have up to 40 characters');
      }
      return [key, text(500).read(entry, `${name}[${key}]`)];
    });
    return Object.fromEntries(pairs);
  },
};

/** A real parameter of Stripe that changes only the look of its own page or what it collects beside the payment. */
export const accepted: Rule<unknown> = { read: (value) => value };

/** A real parameter of Stripe whose effect is not simulated: refusing is better than paying another amount. */
export const notSimulated: Rule<never> = {
  read(_value, name) {
    const message = `The Stripe simulation does not support the parameter ${name}.`;
    throw new StripeError(400, { type: 'invalid_request_error', param: name, message }, false);
  },
};
