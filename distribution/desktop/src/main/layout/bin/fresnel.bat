@echo off
rem Starts Fresnel on Windows; not tested. --help lists its flags.
setlocal
set TOOL=
for %%I in ("%~dp0..") do set HOME_DIR=%%~fI
set JDK=%HOME_DIR%\jre
if not exist "%JDK%\bin\java.exe" set JDK=%FRESNEL_JAVA_HOME%
if not exist "%JDK%\bin\java.exe" set JDK=%JAVA_HOME%
if not exist "%JDK%\bin\java.exe" (echo fresnel: needs Java 25 or later; install a JDK 25 or set FRESNEL_JAVA_HOME. 1>&2 & exit /b 2)
if "%~1"=="manager" set TOOL=dev.fresnel.catalog.manager.Main
if "%~1"=="plugin" set TOOL=dev.fresnel.catalog.command.Main
if "%~1"=="index" set TOOL=dev.fresnel.catalog.index.tool.Main
if defined TOOL goto tool
"%JDK%\bin\java" -Xms64m -Xmx256m -Xmn24m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError ^
  --sun-misc-unsafe-memory-access=deny --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=error:stderr -Djdk.http.auth.tunneling.disabledSchemes= ^
  "-Dfresnel.home=%HOME_DIR%" %FRESNEL_JAVA_OPTS% -cp "%HOME_DIR%\lib\launcher.jar" dev.fresnel.launcher.Main %*
exit /b %ERRORLEVEL%

rem What knows no platform: the sidecar, plugins from the command line, and what publishes a catalog.
:tool
set REST=
:next
shift
if not "%~1"=="" (set REST=%REST% %1& goto next)
"%JDK%\bin\java" -Xmx32m -Xss256k -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=error:stderr ^
  "-Dfresnel.home=%HOME_DIR%" %FRESNEL_JAVA_OPTS% ^
  -cp "%HOME_DIR%\lib\catalog-manager.jar;%HOME_DIR%\lib\snakeyaml-engine.jar;%HOME_DIR%\lib\org.apache.felix.framework.jar;%HOME_DIR%\boot\catalog-api.jar;%HOME_DIR%\boot\catalog-index.jar;%HOME_DIR%\boot\jackson-core.jar" ^
  %TOOL% %REST%
