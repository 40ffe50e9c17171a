# Takes from npm what the HTML page is made with (reports/render/html/web), at build time:
#   cmake -DNPM=npm -DNODE=node -DSOURCE=web -DFOLDER=build/web -P npm_page.cmake
# FOLDER then holds map.txt, charts.js and charts.css; they are empty, and the page goes without, where npm is not at hand or
# cannot reach its registry. To try again: remove FOLDER.
set(results map.txt charts.js charts.css)
function(go_without why)
  message("The HTML page goes without map and charts to zoom into: ${why}. To try again: rm -r ${FOLDER}")
  foreach(file ${results})
    file(WRITE "${FOLDER}/${file}" "")
  endforeach()
endfunction()

file(MAKE_DIRECTORY "${FOLDER}")
if(NOT NPM OR NOT NODE)
  go_without("there is no npm here")
  return()
endif()
foreach(file package.json package-lock.json .npmrc make.mjs)
  configure_file("${SOURCE}/${file}" "${FOLDER}/${file}" COPYONLY)
endforeach()
execute_process(COMMAND "${NPM}" ci --prefer-offline --fetch-retries=1 --fetch-timeout=20000
  WORKING_DIRECTORY "${FOLDER}" TIMEOUT 120 RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(failed)
  message("${said}")
  go_without("npm ci failed")
  return()
endif()
execute_process(COMMAND "${NODE}" make.mjs . WORKING_DIRECTORY "${FOLDER}" TIMEOUT 60
  RESULT_VARIABLE failed ERROR_VARIABLE said)
if(failed)
  message("${said}")
  go_without("node failed")
endif()
