// Boost.JSON itself, compiled here once: Debian's libboost1.81-dev has the headers only.
#include <boost/json/src.hpp>
