package dev.taskcast.spring.guide;

import java.util.List;

record ReportOrder(List<String> lines) {}
