/** The element under `root` that the markup calls `name`, checked to be of the kind asked for. */
export function part<E extends Element>(root: ParentNode, name: string, kind: new () => E): E {
  const element = root.querySelector(`[data-part="${name}"]`);
  if (element instanceof kind) return element;
  throw new Error(`the markup has no ${kind.name} called ${name}`);
}

/** A new element, put at the end of `parent`. */
export function child<K extends keyof HTMLElementTagNameMap>(
  parent: Element,
  tag: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

/** A new button with a text, put at the end of `parent`. */
export function button(parent: Element, text: string, className: string): HTMLButtonElement {
  const element = child(parent, 'button', className, text);
  element.type = 'button';
  return element;
}

/** An icon of the sprite in index.html. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** Sets a text only where it differs, so that screen readers are not told the same twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';
