import java.nio.file.Path;
import javax.sql.DataSource;

class Frame {
    void frame(DataSource dataSource) {
        //snippet
    }
}
