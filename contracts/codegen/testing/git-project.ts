import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from '../config.ts';
import { projectFolder } from './project-folder.ts';

/** A project in a git repository of its own, on the branch `main`. */
export class GitProject {
  readonly project: Project;

  constructor(files: Readonly<Record<string, string>>, config: Partial<Project> = {}) {
    this.project = projectFolder(files, config);
    this.git('init', '-q', '-b', 'main');
    this.git('config', 'user.email', 'ada@example.com');
    this.git('config', 'user.name', 'Ada');
    this.commit('The first version');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.project.root, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project.root, name)), { recursive: true });
      writeFileSync(join(this.project.root, name), text);
    }
  }

  /** Commits everything. @returns the revision */
  commit(message: string, files: Readonly<Record<string, string>> = {}): string {
    this.write(files);
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }
}
