import com.example.gate.SortingGateProvider;
import org.moegate.spi.BackendProvider;

/** A backend for moegate; nobody calls it but through {@link BackendProvider}, so it exports nothing. */
module com.example.gate {
    requires org.moegate.api;

    provides BackendProvider with
            SortingGateProvider;
}
