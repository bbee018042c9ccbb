import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type marketplace, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { EntryFinder } from '../../application/found-entry.js';
import { ENABLED_ENTRIES, type EnabledEntries } from '../../ports.js';

type Input = z.output<typeof marketplace.entryIcon.input>;
type Icon = z.output<typeof marketplace.entryIcon.output>;

/** The picture of an entry, which was made anew when the source was synced. */
@Injectable()
export class EntryIconQuery {
  constructor(
    private readonly finder: EntryFinder,
    @Inject(ENABLED_ENTRIES) private readonly entries: EnabledEntries,
  ) {}

  async execute({ source, name }: Input): Promise<Result<Icon, Problem>> {
    const found = await this.finder.find(source, name, this.entries.get(source, name));
    if (!found.ok) return found;
    const { definition, contentHash } = found.value.entry;
    const picture = pictureOf(definition.icon);
    return picture ? ok({ ...picture, contentHash }) : err(noIcon(source, name));
  }
}

function pictureOf(icon = ''): Pick<Icon, 'mediaType' | 'base64'> | undefined {
  const [, mediaType, base64] = /^data:(image\/[a-z]+);base64,([A-Za-z0-9+/=]+)$/.exec(icon) ?? [];
  return mediaType && base64 ? { mediaType, base64 } : undefined;
}

const noIcon = (source: string, name: string): Problem =>
  problemOf('entry-not-found', `The entry "${name}" of "${source}" has no icon.`, {
    hint: 'Show one of your own in its place; `hasIcon` of an entry says beforehand whether it has one.',
  });
