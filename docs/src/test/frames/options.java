import dev.taskcast.task.TaskOptions;

class Frame {
    Object frame() {
        return
        //snippet
        ;
    }
}
