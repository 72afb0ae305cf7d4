@echo off
rem The same as mvnw, for Windows; not tested. Needs JAVA_HOME = a JDK 25, Maven 3.8 or later and Node.js 20.20 or later.
setlocal
cd /d "%~dp0"
if "%JAVA_HOME%"=="" (echo mvnw: needs a JDK 25: install one and point JAVA_HOME to it. 1>&2 & exit /b 2)
findstr /b /c:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>&1 || (echo mvnw: needs a JDK 25: JAVA_HOME is another one. 1>&2 & exit /b 2)
where mvn >nul 2>&1 || (echo mvnw: needs Maven 3.8 or later: install it. 1>&2 & exit /b 2)
where node >nul 2>&1 || (echo mvnw: needs Node.js 20.20 or later: install it. 1>&2 & exit /b 2)
set MAVEN_OPTS=--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED %MAVEN_OPTS%
if not "%~1"=="-Pdev" (mvn %* & exit /b)
call mvn -q -T 1C -Dmaven.test.skip=true -pl distribution/desktop -am package || exit /b 1
set FRESNEL_AOT=off
distribution\desktop\target\fresnel\bin\fresnel.bat --no-local-key --demo
