assert new File(basedir, 'build.log').readLines().contains('cpu:vector chose [3, 5]')
