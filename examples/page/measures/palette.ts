/** The page's colours, as a canvas takes them. */
export type Palette = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['text', 'muted', 'edge', 'surface', 'good', 'warn', 'bad', 'accent'] as const;

/** The colours at `host`, in the theme as it is. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  host.append(probe);
  const colours = NAMES.map((name) => {
    probe.style.color = `var(--${name})`; // light-dark() is resolved only where it is used
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(colours) as unknown as Palette;
}
