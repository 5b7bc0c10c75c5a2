package dev.taskcast.spring.slice;

record Order(String customer) {}
