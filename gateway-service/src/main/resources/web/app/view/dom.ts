/** Makes elements. Texts only ever become text nodes, so nothing that a program writes can become markup. */
type Attributes = Record<string, string | boolean | undefined>;
type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(made, name, value);
  }
  made.append(...children);
  return made;
}

/** Sets, changes or takes away an attribute, and touches nothing that is as it should be. */
export function setAttribute(target: Element, name: string, value: string | boolean | undefined): void {
  const text = value === true ? "" : value;
  if (text === undefined || text === false) {
    target.removeAttribute(name);
  } else if (target.getAttribute(name) !== text) {
    target.setAttribute(name, text);
  }
}

/** Shows a text, touching nothing if it is shown already. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

export function setHidden(target: HTMLElement, isHidden: boolean): void {
  if (target.hidden !== isHidden) {
    target.hidden = isHidden;
  }
}

/** Makes the children of an element these, moving and replacing as little as possible. */
export function setChildren(target: Element, children: readonly Element[]): void {
  children.forEach((child, index) => {
    const present = target.children[index];
    if (present !== child) {
      target.insertBefore(child, present ?? null);
    }
  });
  while (target.children.length > children.length) {
    target.lastElementChild?.remove();
  }
}
