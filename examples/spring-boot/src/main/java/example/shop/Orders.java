package example.shop;

import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.task.SubmitOptions;
import java.security.Principal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An order and the task for its report are made by one transaction: both, or neither. */
@RestController
class Orders {
    private final JdbcClient jdbc;
    private final TaskSubmitter<Order, String> reports;

    Orders(JdbcClient jdbc, TaskSubmitter<Order, String> reports) {
        this.jdbc = jdbc;
        this.reports = reports;
    }

    @Transactional
    @PostMapping("/orders")
    String order(@RequestParam("lines") int lines, Principal user) {
        long number = jdbc.sql("INSERT INTO orders (owner, lines) VALUES (?, ?) RETURNING number")
                .params(user.getName(), lines)
                .query(Long.class)
                .single();
        SubmitOptions asTheirs = SubmitOptions.builder()
                .owner(user.getName())
                .title("Report of order " + number)
                .build();
        String task = reports.submit(new Order(number, lines), asTheirs).id();
        if (lines > 1_000) {
            throw new IllegalArgumentException("An order must have at most 1,000 lines, got: " + lines);
        }
        return task;
    }
}
