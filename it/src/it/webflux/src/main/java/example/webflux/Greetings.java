package example.webflux;

import dev.taskcast.spring.HandlesTask;
import dev.taskcast.task.TaskContext;
import org.springframework.stereotype.Component;

/** What the application does. */
@Component
class Greetings {
    @HandlesTask("hello")
    void hello(TaskContext task) {
        task.progress("Hi", 1, 1);
    }
}
