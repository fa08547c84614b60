import Link from 'next/link';

export default function NotFoundPage() {
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="text-lg font-semibold">There is nothing at this address</h1>
      <Link href="/" className="text-accent underline underline-offset-4">
        Go to my projects
      </Link>
    </main>
  );
}
