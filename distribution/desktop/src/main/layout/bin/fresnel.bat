@echo off
rem Starts Fresnel on Windows; not tested. --help lists its flags.
setlocal
for %%I in ("%~dp0..") do set HOME_DIR=%%~fI
set JDK=%HOME_DIR%\jre
if not exist "%JDK%\bin\java.exe" set JDK=%FRESNEL_JAVA_HOME%
if not exist "%JDK%\bin\java.exe" set JDK=%JAVA_HOME%
if not exist "%JDK%\bin\java.exe" (echo fresnel: needs Java 25 or later; install a JDK 25 or set FRESNEL_JAVA_HOME. 1>&2 & exit /b 2)
"%JDK%\bin\java" -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError ^
  --sun-misc-unsafe-memory-access=deny --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=error:stderr -Djdk.http.auth.tunneling.disabledSchemes= ^
  "-Dfresnel.home=%HOME_DIR%" %FRESNEL_JAVA_OPTS% -cp "%HOME_DIR%\lib\launcher.jar" dev.fresnel.launcher.Main %*
