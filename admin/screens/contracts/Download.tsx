import { Button } from '@mui/material';

/** The raw document, as JSON or YAML. */
export function Download({ document, name }: { document: object; name: string }) {
  const save = (text: string, type: string, ending: string) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const link = window.document.createElement('a');
    link.href = url;
    link.download = `${name}.${ending}`;
    link.click();
    URL.revokeObjectURL(url);
  };
  const saveYaml = async () => {
    const { stringify } = await import('yaml');
    save(stringify(document, { lineWidth: 140 }), 'application/yaml', 'yaml');
  };
  return (
    <>
      <Button onClick={() => save(`${JSON.stringify(document, null, 2)}\n`, 'application/json', 'json')}>JSON</Button>
      <Button onClick={() => void saveYaml()}>YAML</Button>
    </>
  );
}
