package dev.taskcast.spring.ahead;

record Order(String customer, Line line) {
    record Line(int pieces) {}
}
