// What is wrong with a launch, in words. It holds no memory of its own, since the lane that writes it never returns.

#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace emulator {

class Fault {
public:
    void clear() {
        length = 0;
    }

    bool is_there() const {
        return length > 0;
    }

    const char *text() const {
        return characters;
    }

    __attribute__((format(printf, 2, 3))) Fault &add(const char *format, ...) {
        std::va_list arguments;
        va_start(arguments, format);
        int added = std::vsnprintf(characters + length, sizeof characters - length, format, arguments);
        va_end(arguments);
        length += static_cast<std::size_t>(added);
        length = length < sizeof characters ? length : sizeof characters - 1;
        return *this;
    }

private:
    char characters[512];
    std::size_t length = 0;
};

}  // namespace emulator
