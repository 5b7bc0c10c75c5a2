import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTransaction;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskType;
import java.sql.Connection;
import javax.sql.DataSource;

class Frame {
    interface Orders {
        void insert(Connection connection, String order);
    }

    void frame(TaskManager tasks, DataSource dataSource, Orders orders, String order, String request,
            TaskType<String, Integer> IMPORT) throws Exception {
        //snippet
    }
}
