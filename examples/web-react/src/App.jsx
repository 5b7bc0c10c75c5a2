import { TaskItem, useTasks } from 'taskcast/react';

export function App() {
  const { tasks, state, connected, source } = useTasks('/tasks/events');
  return (
    <>
      <h1>Tasks</h1>
      <p>{connected ? 'Live' : `Not live: ${state}`}</p>
      {tasks.map((task) => (
        <TaskItem key={task.id} task={task} onStart={(id) => source.start(id)} onCancel={(id) => source.cancel(id)} />
      ))}

      <h2>Running</h2>
      {tasks.filter(({ status }) => status === 'running').map((task) => (
        <TaskItem key={task.id} task={task} running={(task) => <p>{task.title ?? task.id}: {task.progress?.message}</p>} />
      ))}
    </>
  );
}
