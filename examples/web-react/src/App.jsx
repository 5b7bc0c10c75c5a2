import { TaskItem, TaskList, TaskTray, useTasks } from 'taskcast/react';

const STREAM = '/tasks/events';

export function App() {
  const { tasks, connected, error } = useTasks(STREAM); // the list and the tray share its connection
  const active = tasks.filter(({ status }) => status === 'running');
  return (
    <>
      <h1>Taskcast with React</h1>
      {!connected && error && <p role="alert">{error.message}</p>}

      <TaskList source={STREAM}>
        <h2>Tasks</h2>
      </TaskList>

      <h2>Running, in this page’s own words</h2>
      {active.map((task) => (
        <TaskItem key={task.id} task={task} running={(task) => <p>{task.title ?? task.id}: {task.progress?.message}</p>} />
      ))}

      <TaskTray source={STREAM} tab notify />
    </>
  );
}
