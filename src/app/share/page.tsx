export default function SharePage() {
  return <main className="p-8 font-sans">Share</main>;
}
