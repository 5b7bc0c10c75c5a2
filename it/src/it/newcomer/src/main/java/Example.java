import dev.taskcast.TaskManager;
import dev.taskcast.server.TaskServer;
import java.util.List;
import java.util.stream.IntStream;

public class Example {
    public static void main(String[] args) throws InterruptedException {
        List<Integer> orders = IntStream.rangeClosed(1, 500).boxed().toList();
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register("import-orders", ctx -> {
                for (int order : ctx.track("Importing orders", orders)) {
                    Thread.sleep(20); // your work
                }
                ctx.result("All orders are in");
            });
            TaskServer server = TaskServer.start(tasks, 8080);
            tasks.start("import-orders");
            System.out.println("Open http://localhost:8080");
            server.join();
        }
    }
}
