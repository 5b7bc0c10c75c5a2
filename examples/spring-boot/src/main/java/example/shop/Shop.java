package example.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The application. Nothing in it is about tasks. */
@SpringBootApplication
public class Shop {
    public static void main(String[] args) {
        SpringApplication.run(Shop.class, args);
    }

    @Bean
    UserDetailsService users() {
        var users = new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}ann").roles("USER").build(),
                User.withUsername("bob").password("{noop}bob").roles("USER").build());
        return name ->
                users.loadUserByUsername(name); // and not users: a login would change the password that is remembered
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .rememberMe(me -> me.key("shop").alwaysRemember(true)) // so that open pages go on after a restart
                .csrf(csrf -> csrf.spa())
                .build();
    }
}
