package dev.taskcast.spring.guide;

import dev.taskcast.spring.TaskSubmitter;
import dev.taskcast.task.SubmitOptions;
import java.security.Principal;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Orders {
    private final TaskSubmitter<ReportOrder, Report> reports; // by its classes; or by @Qualifier("report")

    Orders(TaskSubmitter<ReportOrder, Report> reports) {
        this.reports = reports;
    }

    @Transactional
    @PostMapping("/orders")
    String order(@RequestBody ReportOrder order, Principal user) {
        return reports.submit(
                        order, SubmitOptions.builder().owner(user.getName()).build())
                .id();
    }
}
