export default function ProjectPage() {
  return <main className="p-8 font-sans">Project</main>;
}
