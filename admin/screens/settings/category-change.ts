import type { CategoryChange, CategoryRecord, Image } from '../../../generated/catalog/types.ts';

/** What the form of a category has. */
export interface CategoryForm {
  name: string;
  /** As typed. */
  position: string;
  image: Image | undefined;
}

const MAX_POSITION = 1_000_000;

/** The position that was typed; undefined where it is none. */
export function parsePosition(typed: string): number | undefined {
  const text = typed.trim();
  if (text === '') return 0;
  const position = Number(text);
  return Number.isInteger(position) && Math.abs(position) <= MAX_POSITION ? position : undefined;
}

/** What differs from the category; undefined where nothing does. */
export function categoryChange(category: CategoryRecord, form: CategoryForm): CategoryChange | undefined {
  const position = parsePosition(form.position) ?? category.position;
  const image = form.image;
  const change: CategoryChange = {
    ...(form.name === category.name ? {} : { name: form.name }),
    ...(position === category.position ? {} : { position }),
    ...(image && image.url !== category.image?.url ? { image } : {}),
    ...(!image && category.image ? { removeImage: true } : {}),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** The change that takes `change` back. */
export function revertedChange(category: CategoryRecord, change: CategoryChange): CategoryChange {
  const { name, position, image } = category;
  return {
    ...(change.name === undefined ? {} : { name }),
    ...(change.position === undefined ? {} : { position }),
    ...(change.image === undefined && change.removeImage === undefined
      ? {}
      : image
        ? { image }
        : { removeImage: true }),
  };
}
