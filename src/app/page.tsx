export default function StartPage() {
  return <main className="p-8 font-sans">Start</main>;
}
