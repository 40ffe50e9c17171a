// The code of Boost.JSON, compiled once and here: Debian's libboost1.81-dev brings it as headers.
#include <boost/json/src.hpp>
