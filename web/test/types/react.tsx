// Compiled, never run.
import { TaskEventSource, TaskItem, TaskList, TaskTray, useTask, useTasks, type TaskState, type TaskStatus } from 'taskcast/react';

export function List() {
  const { tasks, state, connected, source } = useTasks('/tasks/events', { filter: { type: 'import' } });
  const one: TaskState | undefined = useTask(source, 'import');
  useTask('/tasks/events', 'import', { filter: { type: 'import' } });
  useTasks(new TaskEventSource('/tasks/events'));
  // @ts-expect-error a snapshot is not to be changed
  tasks.push(tasks[0]);
  return (
    <ul title={state} hidden={!connected} lang={one?.status}>
      {tasks.map((task) => (
        <li key={task.id}>
          <TaskItem
            task={task}
            onStart={(id) => source.start(id)}
            onCancel={(id) => source.cancel(id)}
            pending={(task) => `${task.why} ${task.limit} ${task.position?.toFixed()} ${task.runAt} ${task.startsAt} ${task.progress?.message}`}
            running={(task) => `${task.attempt?.toFixed()} of ${task.maxAttempts} ${task.lastError?.trim()}`}
            completed={(task) => new Date(task.lastRun).toLocaleTimeString()}
            error={(task) => <p>{task.error}</p>}
            canceled={(task) => task.reason}
            timed_out={(task) => task.stopping?.phase}
            fallback={(task) => `${task.status satisfies TaskStatus} ${task.queue} ${task.key} ${task.priority?.toFixed()} ${task.nextAt?.toFixed()}`}
          />
          {/* @ts-expect-error only while it runs */}
          <TaskItem task={task} completed={(task) => task.progress?.message} />
          {/* @ts-expect-error only while it waits */}
          <TaskItem task={task} running={(task) => task.position} />
        </li>
      ))}
      {/* @ts-expect-error it has no task */}
      <TaskItem />
    </ul>
  );
}

export function Components() {
  const { source } = useTasks('/tasks/events');
  return (
    <>
      <TaskList
        source="/tasks/events"
        options={{ filter: { type: 'import' } }}
        filter={(task) => task.status === 'running'}
        unit={(task) => (task.type === 'download' ? 'bytes' : undefined)}
        readonly
        density="compact"
        confirm
        groups="off"
        sort="newest"
        className="tasks"
        lang="de"
        ref={(list) => void list?.source}
        onTaskStart={(event) => event.detail.id.length || event.preventDefault()}
        running={(task) => <b>{task.progress?.message}</b>}
        fallback={(task) => task.status satisfies TaskStatus}
      >
        <h2>Tasks</h2>
      </TaskList>
      <TaskTray source={source} unit="bytes" tab notify inline keys="off" onTaskCancel={(event) => event.preventDefault()} />
      {/* @ts-expect-error it has no source */}
      <TaskList />
      {/* @ts-expect-error no unit */}
      <TaskTray source={source} unit="byte" />
      {/* @ts-expect-error only while it runs */}
      <TaskList source={source} completed={(task) => task.progress?.message} />
    </>
  );
}

export function Elements() {
  const { source } = useTasks('/tasks/events');
  return (
    <>
      <task-list src="/tasks/events" readonly className="tasks" templates={{ running: (task) => task.progress?.message ?? '' }} />
      <task-list source={source} filter={(task) => task.status === 'running'} ref={(list) => void list?.source} />
      <task-item src="/tasks/events" task-id="import" ontask-cancel={(event) => event.detail.id.length || event.preventDefault()} />
      <task-progress value={3} max={10} unit="bytes" aria-label="Upload" />
      <task-log source={source} task-id="import" />
      <task-tray source={source} tab notify />
      {/* @ts-expect-error it is one source */}
      <task-tray source="/tasks/events" />
    </>
  );
}
