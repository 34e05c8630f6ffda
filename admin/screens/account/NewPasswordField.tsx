import VisibilityOff from '@mui/icons-material/VisibilityOffOutlined';
import Visibility from '@mui/icons-material/VisibilityOutlined';
import { IconButton, InputAdornment, TextField } from '@mui/material';
import { useState } from 'react';

/** The shortest password of staff, as the contract has it. */
const MIN_LENGTH = 12;

/** A new password, which can be looked at instead of being typed twice. */
export function NewPasswordField({ problem, autoFocus }: { problem: string | undefined; autoFocus?: boolean }) {
  const [isShown, setShown] = useState(false);
  const label = isShown ? 'Hide the password' : 'Show the password';
  return (
    <TextField
      label="New password"
      name="new-password"
      type={isShown ? 'text' : 'password'}
      autoComplete="new-password"
      required
      autoFocus={autoFocus === true}
      error={problem !== undefined}
      helperText={problem ?? `At least ${MIN_LENGTH} characters; a few words are easy to remember.`}
      slotProps={{
        htmlInput: { minLength: MIN_LENGTH, maxLength: 200 },
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton aria-label={label} title={label} onClick={() => setShown(!isShown)} edge="end">
                {isShown ? <VisibilityOff /> : <Visibility />}
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
