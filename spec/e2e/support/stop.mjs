export default function teardown() {
  if (process.env.PAGE_PID) process.kill(Number(process.env.PAGE_PID), 'SIGINT');
}
