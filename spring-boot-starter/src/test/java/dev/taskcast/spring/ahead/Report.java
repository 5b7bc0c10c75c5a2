package dev.taskcast.spring.ahead;

record Report(String text) {}
