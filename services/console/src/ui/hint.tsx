/** More about something, on hover, focus or touch. */
import { Popover } from '@base-ui/react/popover';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

const GAP_PX = 6;

/** A few words; the thing itself must already have a name. */
export function Hint({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={GAP_PX} className="layer">
          <Tooltip.Popup className="hint">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** A card that explains a part of the text it stands in. */
export function Explain({ title, content, children }: { title: string; content: ReactNode; children: ReactElement }) {
  return (
    <Popover.Root>
      <Popover.Trigger nativeButton={false} render={children} openOnHover delay={120} closeDelay={80} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={GAP_PX} className="layer">
          <Popover.Popup className="explain" initialFocus={false}>
            <Popover.Title className="explain-title">{title}</Popover.Title>
            {content}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
