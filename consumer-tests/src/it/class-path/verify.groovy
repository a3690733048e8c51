assert new File(basedir, 'build.log').readLines().contains('cpu:scalar chose [3, 5]')
