'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { ButtonProps } from './button';
import { Button } from './button';

/** How long the button says that it did it. */
const doneMs = 1_600;

type CopyButtonProps = Omit<ButtonProps, 'onClick' | 'children'> & {
  readonly text: string;
  readonly label?: string;
};

/** Copies a text, and says so. */
export function CopyButton({ text, label = 'Copy', ...rest }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), doneMs);
    return () => clearTimeout(timer);
  }, [isDone]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
    } catch {
      toast.error('The browser did not allow copying. Select the text and copy it by hand.');
    }
  };
  const Icon = isDone ? Check : Copy;
  return (
    <Button {...rest} onClick={() => void copy()}>
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
      <span aria-live="polite">{isDone ? 'Copied' : label}</span>
    </Button>
  );
}
