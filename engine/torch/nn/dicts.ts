/** Python dicts with string (or int) keys, as nn.Module keeps its tables. */
import { hashKey } from "../../values/dict.ts";
import { PyDict, type Value } from "../../values/value.ts";

export const newDict = (): PyDict => new PyDict();
export const dictGet = (d: PyDict, key: Value): Value | undefined => d.entries.get(hashKey(key))?.[1];
export const dictSet = (d: PyDict, key: Value, value: Value): void => void d.entries.set(hashKey(key), [key, value]);
export const dictDelete = (d: PyDict, key: Value): boolean => d.entries.delete(hashKey(key));
export const entriesOf = (d: PyDict): [Value, Value][] => [...d.entries.values()];
export const dictKeys = (d: PyDict): Value[] => [...d.entries.values()].map(([k]) => k);
