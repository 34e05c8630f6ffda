/**
 * The fault simulator: kills this process, as `kill -9` does, when it comes to the named point (`FAULT_AFTER`). A point
 * is `saved:<recovery point>`, `heard:<reply>` (answered by another service, not saved yet) or `asked:<step of
 * undoing>`. Without a name nothing ever happens.
 */
export function killAt(name: string | undefined): (point: string) => void {
  return point => {
    if (point === name) process.kill(process.pid, 'SIGKILL');
  };
}
